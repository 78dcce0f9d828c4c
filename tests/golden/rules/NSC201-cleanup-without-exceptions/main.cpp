// A destructor that gives memory back runs with -fno-exceptions, too: that flag is no remedy.
#include <vector>

int last(const std::vector<int> &values)
{
	std::vector<int> copy = values;

	return copy.back();
}
