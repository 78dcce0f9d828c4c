int three = 1;
