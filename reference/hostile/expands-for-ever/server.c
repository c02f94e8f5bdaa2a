#define A(x) x x x x x x x x
#define B(x) A(A(A(x)))
#define C(x) B(B(B(x)))
#define D(x) C(C(C(x)))
int main(void) { D(1;) }
