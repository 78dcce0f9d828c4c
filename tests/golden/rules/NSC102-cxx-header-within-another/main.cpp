// <functional> opens <vector> first: what is used of it is still <vector>'s. <list> is unused.
#include <functional>
#include <list>
#include <vector>

int last(std::vector<int> &values)
{
	values.push_back(3);
	return values.back();
}
