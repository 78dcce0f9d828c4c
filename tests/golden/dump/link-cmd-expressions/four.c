int four = 1;
