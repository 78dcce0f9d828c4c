extern int three;
