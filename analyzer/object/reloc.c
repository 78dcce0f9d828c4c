/*
 * reloc.c - relocation types by machine. See reloc.h.
 *
 * In:  an ELF machine and a relocation type.
 * Out: what it does to a reference, and to the bytes of a debugging section.
 *
 * A type without a row stores or computes an address. So rows are needed for branches,
 * for R_*_NONE, for markers, and for the few types that stand in debugging sections. Rows
 * of one machine ascend. To add a machine: its rows, and a line in `tables`.
 *
 * What counts as a branch is decided by the type alone. Where one type serves branches
 * and data alike (x86-64 PC32, m68k PC16, Xtensa SLOT0_OP, s390 PC32DBL), it is an
 * address.
 *
 * Differences of labels (RISC-V ADD and SUB, AVR DIFF, Xtensa DIFF) are addresses too:
 * linkers follow them. Tried with GNU ld 2.40 and lld 14, RISC-V: `.word fb - fa` in a
 * live section keeps both functions under --gc-sections.
 */
#include "analyzer/object/reloc.h"

#include <elf.h>
#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ROW(first, last, kind)                                       \
	{                                                            \
		(first), (last), NSC_RELOC_##kind, NSC_PATCH_NONE, 0 \
	}
#define NONE(type)         ROW(type, type, NONE)
#define CALL(type)         ROW(type, type, CALL)
#define CALLS(first, last) ROW(first, last, CALL)
#define MARK(type)         ROW(type, type, RELAX)
#define MARKS(first, last) ROW(first, last, RELAX)
/* Stands in debugging sections. */
#define DATA(type, op, size)                                              \
	{                                                                 \
		(type), (type), NSC_RELOC_ADDRESS, NSC_PATCH_##op, (size) \
	}

/* clang-format off */

/* Arm IHI 0044 (ELF for the Arm Architecture, 2022Q3), 5.6.1, "Relocation codes". */
static const struct nsc_reloc_row arm[] = {
	NONE(0),
	CALL(1),         /* PC24 */
	DATA(2, SET, 4), /* ABS32 */
	CALL(10),        /* THM_CALL */
	CALLS(15, 16),   /* XPC25, THM_XPC22 */
	CALLS(27, 30),   /* PLT32, CALL, JUMP24, THM_JUMP24 */
	MARK(40),        /* V4BX: a BX instruction is here */
	CALLS(51, 52),   /* THM_JUMP19, THM_JUMP6 */
	MARKS(100, 101), /* GNU_VTENTRY, GNU_VTINHERIT */
	CALLS(102, 103), /* THM_JUMP11, THM_JUMP8 */
	CALLS(136, 138), /* THM_BF16, THM_BF12, THM_BF18 */
};

/*
 * Arm IHI 0056 (ELF for the Arm 64-bit Architecture, 2022Q3), 5.7: LP64 from 257 on,
 * ILP32 below.
 */
static const struct nsc_reloc_row aarch64[] = {
	NONE(0),
	DATA(1, SET, 4),   /* P32_ABS32 */
	CALLS(18, 21),     /* P32_TSTBR14, P32_CONDBR19, P32_JUMP26, P32_CALL26 */
	NONE(256),
	DATA(257, SET, 8), /* ABS64 */
	DATA(258, SET, 4), /* ABS32 */
	CALLS(279, 280),   /* TSTBR14, CONDBR19 */
	CALLS(282, 283),   /* JUMP26, CALL26 */
};

/* System V ABI, AMD64 supplement 1.0, 4.4.1. */
static const struct nsc_reloc_row x86_64[] = {
	NONE(0),
	DATA(1, SET, 8),  /* 64 */
	CALL(4),          /* PLT32 */
	DATA(10, SET, 4), /* 32 */
	MARKS(250, 251),  /* GNU_VTINHERIT, GNU_VTENTRY */
};

/*
 * System V ABI, Intel386 supplement 1.1, 4.4. PC32 in code is a branch: the 386 has no
 * other use for it there.
 */
static const struct nsc_reloc_row i386[] = {
	NONE(0),
	DATA(1, SET, 4), /* 32 */
	CALL(2),         /* PC32 */
	CALL(4),         /* PLT32 */
	CALL(21),        /* PC16 */
	CALL(23),        /* PC8 */
	MARKS(250, 251), /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* RISC-V ELF psABI 1.0, "Relocations"; ULEB128 by its later issues (binutils 2.41). */
static const struct nsc_reloc_row riscv[] = {
	NONE(0),
	DATA(1, SET, 4),   /* 32 */
	DATA(2, SET, 8),   /* 64 */
	CALLS(16, 19),     /* BRANCH, JAL, CALL, CALL_PLT */
	DATA(33, ADD, 1),
	DATA(34, ADD, 2),
	DATA(35, ADD, 4),
	DATA(36, ADD, 8),
	DATA(37, SUB, 1),
	DATA(38, SUB, 2),
	DATA(39, SUB, 4),
	DATA(40, SUB, 8),
	MARKS(41, 43),     /* GNU_VTINHERIT, GNU_VTENTRY, ALIGN */
	CALLS(44, 45),     /* RVC_BRANCH, RVC_JUMP */
	MARK(51),          /* RELAX */
	DATA(52, SUB_6, 1),
	DATA(53, SET_6, 1),
	DATA(54, SET, 1),
	DATA(55, SET, 2),
	DATA(56, SET, 4),
	DATA(60, SET_ULEB, 0),
	DATA(61, SUB_ULEB, 0),
};

/* binutils 2.26 and 2.40, include/elf/avr.h; no ABI document lists them. */
static const struct nsc_reloc_row avr[] = {
	NONE(0),
	DATA(1, SET, 4),  /* 32 */
	CALLS(2, 3),      /* 7_PCREL, 13_PCREL */
	DATA(4, SET, 2),  /* 16 */
	CALL(18),         /* CALL */
	DATA(26, SET, 1), /* 8 */
};

/*
 * System V ABI, MIPS supplement, 3rd edition, 4-19; SGI "64-bit ELF Object File
 * Specification" 2.9; MIPS16 and microMIPS by include/elf/mips.h of binutils 2.40. CALL16
 * and its halves load an address from the GOT that nothing but a call may use.
 */
static const struct nsc_reloc_row mips[] = {
	NONE(0),
	DATA(2, SET, 4),  /* 32 */
	CALL(4),          /* 26 */
	CALLS(10, 11),    /* PC16, CALL16 */
	DATA(18, SET, 8), /* 64 */
	CALLS(30, 31),    /* CALL_HI16, CALL_LO16 */
	CALL(37),         /* JALR */
	CALLS(60, 61),    /* PC21_S2, PC26_S2 */
	CALL(100),        /* MIPS16_26 */
	CALL(103),        /* MIPS16_CALL16 */
	CALL(113),        /* MIPS16_PC16_S1 */
	CALL(133),        /* MICROMIPS_26_S1 */
	CALLS(139, 142),  /* MICROMIPS_PC7_S1, PC10_S1, PC16_S1, CALL16 */
	CALLS(153, 154),  /* MICROMIPS_CALL_HI16, CALL_LO16 */
	CALL(156),        /* MICROMIPS_JALR */
	CALL(250),        /* GNU_REL16_S2 */
	MARKS(253, 254),  /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* Power Architecture 32-bit ABI supplement 1.0, 4.13; VLE by its e200 supplement. */
static const struct nsc_reloc_row powerpc[] = {
	NONE(0),
	DATA(1, SET, 4),  /* ADDR32 */
	CALL(2),          /* ADDR24 */
	CALLS(7, 13),     /* ADDR14*, REL24, REL14* */
	CALL(18),         /* PLTREL24 */
	CALL(23),         /* LOCAL24PC */
	DATA(24, SET, 4), /* UADDR32 */
	CALLS(216, 218),  /* VLE_REL8, VLE_REL15, VLE_REL24 */
	MARKS(253, 254),  /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* 64-bit ELF V2 ABI for OpenPOWER 1.5, 3.5.4. */
static const struct nsc_reloc_row powerpc64[] = {
	NONE(0),
	DATA(1, SET, 4),  /* ADDR32 */
	CALL(2),          /* ADDR24 */
	CALLS(7, 13),     /* ADDR14*, REL24, REL14* */
	DATA(38, SET, 8), /* ADDR64 */
	DATA(43, SET, 8), /* UADDR64 */
	MARK(109),        /* TOCSAVE */
	CALL(116),        /* REL24_NOTOC */
	MARK(118),        /* ENTRY */
	CALLS(119, 122),  /* PLTSEQ, PLTCALL, and both without a TOC */
	MARK(123),        /* PCREL_OPT */
	CALL(124),        /* REL24_P9NOTOC */
	MARKS(253, 254),  /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* SPARC Compliance Definition 2.4.1, 4; System V ABI, SPARC V9 supplement. */
static const struct nsc_reloc_row sparc[] = {
	NONE(0),
	DATA(3, SET, 4),  /* 32 */
	CALLS(7, 8),      /* WDISP30, WDISP22 */
	CALL(18),         /* WPLT30 */
	DATA(23, SET, 4), /* UA32 */
	DATA(32, SET, 8), /* 64 */
	CALLS(40, 41),    /* WDISP16, WDISP19 */
	MARK(53),         /* REGISTER */
	DATA(54, SET, 8), /* UA64 */
	CALL(88),         /* WDISP10 */
	MARKS(250, 251),  /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* System V ABI, Motorola 68000 supplement, 4-15; elf.h of glibc 2.36. */
static const struct nsc_reloc_row m68k[] = {
	NONE(0),
	DATA(1, SET, 4), /* 32 */
	CALLS(13, 15),   /* PLT32, PLT16, PLT8 */
	MARKS(23, 24),   /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* elf.h of glibc 2.36; 25 to 33 tell the linker what it may relax. */
static const struct nsc_reloc_row sh[] = {
	NONE(0),
	DATA(1, SET, 4), /* DIR32 */
	CALLS(3, 4),     /* DIR8WPN, IND12W */
	MARKS(25, 35),   /* SWITCH16 to SWITCH8, GNU_VTINHERIT, GNU_VTENTRY */
	CALL(161),       /* PLT32 */
};

/* binutils 2.40, include/elf/xtensa.h. ASM_EXPAND stands at every expanded call. */
static const struct nsc_reloc_row xtensa[] = {
	NONE(0),
	DATA(1, SET, 4), /* 32 */
	CALL(11),        /* ASM_EXPAND */
	MARK(12),        /* ASM_SIMPLIFY */
	MARKS(15, 16),   /* GNU_VTINHERIT, GNU_VTENTRY */
};

/*
 * The numbers of older compilers and those of TI's EABI (SLAA534) agree in these only,
 * and nothing in the file says which are meant.
 */
static const struct nsc_reloc_row msp430[] = {
	NONE(0),
	DATA(1, SET, 4), /* 32, ABS32 */
};

/* LoongArch ELF psABI 2.30, "Relocation types". */
static const struct nsc_reloc_row loongarch[] = {
	NONE(0),
	DATA(1, SET, 4), /* 32 */
	DATA(2, SET, 8), /* 64 */
	MARKS(20, 21),   /* MARK_LA, MARK_PCREL */
	CALL(29),        /* SOP_PUSH_PLT_PCREL */
	DATA(47, ADD, 1),
	DATA(48, ADD, 2),
	DATA(49, ADD, 3),
	DATA(50, ADD, 4),
	DATA(51, ADD, 8),
	DATA(52, SUB, 1),
	DATA(53, SUB, 2),
	DATA(54, SUB, 3),
	DATA(55, SUB, 4),
	DATA(56, SUB, 8),
	MARKS(57, 58),   /* GNU_VTINHERIT, GNU_VTENTRY */
	CALLS(64, 66),   /* B16, B21, B26 */
	MARK(100),       /* RELAX */
	MARK(102),       /* ALIGN */
	DATA(105, SET_6, 1),    /* ADD6 and ADD_ULEB128: the field is 0 before */
	DATA(106, SUB_6, 1),
	DATA(107, SET_ULEB, 0),
	DATA(108, SUB_ULEB, 0),
	CALL(110),       /* CALL36 */
};

/* ELF ABI s390x supplement 1.6, "Relocation types". */
static const struct nsc_reloc_row s390[] = {
	NONE(0),
	DATA(4, SET, 4),  /* 32 */
	CALL(8),          /* PLT32 */
	CALL(18),         /* PLT16DBL */
	CALL(20),         /* PLT32DBL */
	DATA(22, SET, 8), /* 64 */
	CALL(25),         /* PLT64 */
	CALLS(62, 65),    /* PC12DBL, PLT12DBL, PC24DBL, PLT24DBL: branches only */
	MARKS(250, 251),  /* GNU_VTINHERIT, GNU_VTENTRY */
};

/* Synopsys ARC ELF ABI; elf.h of glibc 2.36. */
static const struct nsc_reloc_row arc[] = {
	NONE(0),
	DATA(4, SET, 4), /* 32 */
	CALLS(14, 17),   /* S21H, S21W, S25H, S25W _PCREL */
	CALL(25),        /* S13_PCREL */
	CALLS(60, 61),   /* S21W_PCREL_PLT, S25H_PCREL_PLT */
	CALLS(76, 77),   /* S25W_PCREL_PLT, S21H_PCREL_PLT */
};

/* Nios II Processor Reference Guide, "Relocation"; elf.h of glibc 2.36. */
static const struct nsc_reloc_row nios2[] = {
	NONE(0),
	CALLS(3, 4),      /* PCREL16, CALL26 */
	DATA(12, SET, 4), /* BFD_RELOC_32 */
	MARKS(16, 17),    /* GNU_VTINHERIT, GNU_VTENTRY */
	MARKS(18, 21),    /* UJMP, CJMP, CALLR: pairs that may be relaxed; ALIGN */
	CALL(23),         /* CALL16 */
	CALL(41),         /* CALL26_NOAT */
	CALLS(44, 45),    /* CALL_LO, CALL_HA */
};

/* C-SKY V2 ABI; elf.h of glibc 2.36. */
static const struct nsc_reloc_row csky[] = {
	NONE(0),
	DATA(1, SET, 4), /* ADDR32 */
	CALL(6),         /* PCREL_JSR_IMM11BY2 */
	MARKS(7, 8),     /* GNU_VTINHERIT, GNU_VTENTRY */
	CALL(40),        /* PCREL_JSR_IMM26BY2 */
};

/* Qualcomm Hexagon ABI, 80-N2040-23, "Relocation". */
static const struct nsc_reloc_row hexagon[] = {
	NONE(0),
	CALLS(1, 3),     /* B22, B15, B7 _PCREL */
	DATA(6, SET, 4), /* 32 */
	CALLS(14, 15),   /* B13, B9 _PCREL */
	CALL(16),        /* B32_PCREL_X */
	CALLS(18, 22),   /* B22, B15, B13, B9, B7 _PCREL_X */
	CALL(36),        /* PLT_B22_PCREL */
};

/* clang-format on */

struct nsc_reloc_table {
	uint16_t machine;
	const struct nsc_reloc_row *rows;
	size_t count;
};

#define TABLE(machine, rows)                   \
	{                                      \
		(machine), (rows), COUNT(rows) \
	}

enum {
	EM_AVR_OLD = 0x1057,
	EM_LOONG = 258
}; /* binutils' first AVR number; gABI registry */

static const struct nsc_reloc_table tables[] = {
	TABLE(EM_ARM, arm),       TABLE(EM_AARCH64, aarch64),
	TABLE(EM_X86_64, x86_64), TABLE(EM_386, i386),
	TABLE(EM_RISCV, riscv),   TABLE(EM_AVR, avr),
	TABLE(EM_AVR_OLD, avr),   TABLE(EM_MIPS, mips),
	TABLE(EM_PPC, powerpc),   TABLE(EM_PPC64, powerpc64),
	TABLE(EM_SPARC, sparc),   TABLE(EM_SPARC32PLUS, sparc),
	TABLE(EM_SPARCV9, sparc), TABLE(EM_68K, m68k),
	TABLE(EM_SH, sh),         TABLE(EM_XTENSA, xtensa),
	TABLE(EM_MSP430, msp430), TABLE(EM_LOONG, loongarch),
	TABLE(EM_S390, s390),     TABLE(EM_ARC_COMPACT, arc),
	TABLE(EM_ARCV2, arc),     TABLE(EM_ALTERA_NIOS2, nios2),
	TABLE(EM_CSKY, csky),     TABLE(EM_QDSP6, hexagon),
};

const struct nsc_reloc_table *nsc_reloc_table(uint16_t machine)
{
	size_t i;

	for (i = 0; i < COUNT(tables); i++) {
		if (tables[i].machine == machine) {
			return &tables[i];
		}
	}
	return NULL;
}

const struct nsc_reloc_row *nsc_reloc_row(const struct nsc_reloc_table *table,
					  uint32_t type)
{
	static const struct nsc_reloc_row address = ROW(0, 0, ADDRESS);
	size_t low = 0, high = table ? table->count : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct nsc_reloc_row *row = &table->rows[middle];

		if (type < row->first) {
			high = middle;
		} else if (type > row->last) {
			low = middle + 1;
		} else {
			return row;
		}
	}
	return &address;
}

const struct nsc_reloc_row *nsc_reloc_rows(size_t index, size_t *count, uint16_t *machine)
{
	if (index >= COUNT(tables)) {
		return NULL;
	}
	*count = tables[index].count;
	*machine = tables[index].machine;
	return tables[index].rows;
}
