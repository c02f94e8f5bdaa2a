import java.net.ServerSocket;
import java.net.Socket;

public class Hello {
  public static void main(String[] arguments) throws Exception {
    ServerSocket server = new ServerSocket(0);
    Thread client = new Thread(() -> {
      try (Socket socket = new Socket("localhost", server.getLocalPort())) {
        System.out.print(new String(socket.getInputStream().readAllBytes()));
      } catch (Exception e) {
        System.out.println(e);
      }
    });
    client.start();
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("hello\n".getBytes());
    }
    client.join();
  }
}
