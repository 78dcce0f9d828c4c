/* Trigraphs, in a dialect that has them; #line; an #if inside a macro's argument list. */
extern int trigraph(void), moved(void), in_header(void);
int g(void)
{
??=if 1 ??/
  && 2
	trigraph();
??=endif
#line 500 "elsewhere.c"
#if __LINE__ == 500
	moved();
#endif
#if 1 // what??/
#if 0
	in_header();
#endif
	return 0;
}
