int part_sum(const int *of, int count);
