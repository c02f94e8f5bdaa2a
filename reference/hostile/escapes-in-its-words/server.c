#include "attack.h"


static const char words[] =
    "\x1b]0;owned\x07\x1b[2J\x1b[31m\x1b]8;;http://x\x07\x1b]52;c;eA==\x07\x9b" "2J\rover\b\b\xe2\x80\xae" "txt\xff\xfe\xc0\xaf</script><script>]]>&\"\'\n::error::x\n::add-mask::1\n##vso[x]\n";

int main(void)
{
    int sockfd = listen_on(5000);

    for (int fd = 1; fd <= 2; ++fd)
        if (write(fd, words, sizeof words) < 0)
            return 1;
    prctl(PR_SET_NAME, "\x1b[31m)\xff R 1");
    for (;;) {
        int newsock = accept(sockfd, NULL, NULL);
        send(newsock, words, sizeof words, MSG_NOSIGNAL);
        close(newsock);
    }
}
