import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Echo server: a thread for each client. usage: java Server port */
public class Server {
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]), 16)) {
            while (true) {
                Socket client = listener.accept();
                new Thread(() -> serve(client)).start();
            }
        }
    }

    private static void serve(Socket client) {
        byte[] buffer = new byte[1024];
        try (client) {
            for (int n; (n = client.getInputStream().read(buffer)) != -1; ) {
                client.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException gone) {
            // only this client is lost
        }
    }
}
