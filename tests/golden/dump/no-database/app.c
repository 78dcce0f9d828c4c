/* A source, and no database that could know it. */
