	.text
	.globl plain
	.type plain, @function
plain:
	call helper ; tail other # comment
	lui a0, %hi(object)
	addi a0, a0, %lo(object)
	la a1, table
	ecall
	beqz a0, .Lend
.Lend:	ret
