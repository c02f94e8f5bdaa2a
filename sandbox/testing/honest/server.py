import socket
import subprocess
import threading

server = socket.create_server(("127.0.0.1", 0))


def greet():
    connection, _ = server.accept()
    connection.sendall(subprocess.run(["echo", "hello"], capture_output=True).stdout)
    connection.close()


thread = threading.Thread(target=greet)
thread.start()
with socket.create_connection((socket.gethostbyname("localhost"), server.getsockname()[1])) as client:
    print(client.recv(100).decode(), end="")
thread.join()
