/* A linked file, without debug information: segments and addresses instead of sites. */
	.global snprintf
	.text
	.thumb
	.thumb_func
snprintf:
	bx lr
