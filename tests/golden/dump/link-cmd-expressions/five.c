int five = 1;
