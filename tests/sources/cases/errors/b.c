/* not C at all */ ]]] (((
