// The text is made into a std::string as if it ended with a NUL: a full buffer has none.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

static void serve(int newsock)
{
    char buffer[64];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0) {
        std::string text(buffer);
        if (send(newsock, text.data(), n, MSG_NOSIGNAL) < 0)
            break;
    }
    close(newsock);
}

int main()
{
    int sockfd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    sockaddr_in server{};

    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    server.sin_family = AF_INET;
    server.sin_port = htons(7409);
    if (bind(sockfd, reinterpret_cast<sockaddr *>(&server), sizeof server) < 0 || listen(sockfd, 10) < 0)
        return 1;
    for (;;) {
        int newsock = accept(sockfd, nullptr, nullptr);
        if (newsock >= 0)
            std::thread(serve, newsock).detach();
    }
}
