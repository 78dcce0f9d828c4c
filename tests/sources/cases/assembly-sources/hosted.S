	.globl f
f:
#if __STDC_HOSTED__
	call exit
#endif
	ret
