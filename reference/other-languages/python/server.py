"""Echo server: a thread for each client. usage: server.py port"""
import socketserver
import sys


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 16

    def handle_error(self, request, client_address):
        """A client that went away costs only itself: nothing is printed for it."""


with Server(("", int(sys.argv[1])), Echo) as server:
    server.serve_forever(poll_interval=None)
