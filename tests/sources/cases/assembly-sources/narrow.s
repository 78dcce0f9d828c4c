	.text
	.globl start
start:
	call main
	int $0x80
