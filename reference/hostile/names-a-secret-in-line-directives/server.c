#include "target.h"
int main(void)
{
#line 1 "/etc/shadow"
    return missing;
#line 1 SECRET
    return also_missing;
#line 1 "../../../../../../etc/shadow"
    return missing_too;
}
