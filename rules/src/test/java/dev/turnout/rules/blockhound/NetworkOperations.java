// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static dev.turnout.rules.blockhound.Operation.waits;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;

/** Operations on the network, all on the loopback interface. */
final class NetworkOperations {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int BYTES = 4;

    private NetworkOperations() {}

    static List<Operation> all() {
        return Stream.of(sockets(), channels(), others()).flatMap(List::stream).toList();
    }

    private static List<Operation> sockets() {
        return List.of(
                waits("Socket.connect", Operations.HOUNDS, a -> {
                    ServerSocket server = server(a);
                    Socket socket = a.closing(new Socket());
                    return () -> socket.connect(server.getLocalSocketAddress());
                }),
                waits("Socket.connect(timeout)", Operations.AUGMENTED, a -> {
                    ServerSocket server = server(a);
                    Socket socket = a.closing(new Socket());
                    return () -> socket.connect(server.getLocalSocketAddress(), 10_000);
                }),
                waits("new Socket", Operations.HOUNDS, a -> {
                    ServerSocket server = server(a);
                    return () -> a.closing(new Socket(HERE, server.getLocalPort()));
                }),
                waits("socket read", Operations.ALL, a -> {
                    ServerSocket server = server(a);
                    Socket socket = a.closing(new Socket(HERE, server.getLocalPort()));
                    a.closing(server.accept()).getOutputStream().write(new byte[BYTES]);
                    InputStream in = socket.getInputStream();
                    return in::read;
                }),
                waits("socket write", Operations.ALL, a -> {
                    Socket socket = a.closing(new Socket(HERE, server(a).getLocalPort()));
                    return () -> socket.getOutputStream().write(new byte[BYTES]);
                }),
                waits("ServerSocket.accept", Operations.HOUNDS, a -> {
                    ServerSocket server = server(a);
                    a.closing(new Socket(HERE, server.getLocalPort()));
                    return () -> a.closing(server.accept());
                }));
    }

    private static List<Operation> channels() {
        return List.of(
                waits("SocketChannel.connect", Operations.AUGMENTED, a -> {
                    ServerSocket server = server(a);
                    SocketChannel channel = a.closing(SocketChannel.open());
                    return () -> channel.connect(server.getLocalSocketAddress());
                }),
                waits("SocketChannel.read", Operations.NOT_STOCK, a -> {
                    ServerSocket server = server(a);
                    SocketChannel channel = a.closing(SocketChannel.open(server.getLocalSocketAddress()));
                    a.closing(server.accept()).getOutputStream().write(new byte[BYTES]);
                    return () -> channel.read(ByteBuffer.allocateDirect(BYTES));
                }),
                waits("SocketChannel.write", Operations.NOT_STOCK, a -> {
                    SocketChannel channel =
                            a.closing(SocketChannel.open(server(a).getLocalSocketAddress()));
                    return () -> channel.write(ByteBuffer.allocateDirect(BYTES));
                }),
                waits("DatagramSocket.send", Operations.AUGMENTED, a -> {
                    DatagramSocket to = a.closing(new DatagramSocket(0, HERE));
                    DatagramSocket from = a.closing(new DatagramSocket(0, HERE));
                    return () -> from.send(packet(to));
                }),
                waits("DatagramSocket.receive", Operations.AUGMENTED, a -> {
                    DatagramSocket to = a.closing(new DatagramSocket(0, HERE));
                    a.closing(new DatagramSocket(0, HERE)).send(packet(to));
                    return () -> to.receive(new DatagramPacket(new byte[BYTES], BYTES));
                }),
                waits("Selector.select", Operations.AUGMENTED, a -> {
                    Selector selector = a.closing(Selector.open());
                    return () -> selector.select(Operations.SHORT_MS);
                }));
    }

    private static List<Operation> others() {
        return List.of(
                waits("InetAddress.getByName", Operations.AUGMENTED, a -> () -> InetAddress.getByName("localhost")),
                waits(
                        "NetworkInterface.getNetworkInterfaces",
                        Operations.AUGMENTED,
                        a -> NetworkInterface::getNetworkInterfaces),
                waits("URL.openStream", Operations.ALL, a -> {
                    URI uri = http(a);
                    return () -> a.closing(uri.toURL().openStream()).read();
                }),
                waits("HttpClient.send", Operations.ALL, a -> {
                    HttpRequest request = HttpRequest.newBuilder(http(a)).build();
                    HttpClient client = HttpClient.newHttpClient();
                    return () -> client.send(request, HttpResponse.BodyHandlers.ofString());
                }));
    }

    static Operation sendAsync() {
        return Operation.goesOn("HttpClient.sendAsync", a -> {
            HttpRequest request = HttpRequest.newBuilder(http(a)).build();
            HttpClient client = HttpClient.newHttpClient();
            return () -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        });
    }

    private static ServerSocket server(Aside aside) throws IOException {
        return aside.closing(new ServerSocket(0, 50, HERE));
    }

    private static DatagramPacket packet(DatagramSocket to) {
        return new DatagramPacket(new byte[BYTES], BYTES, HERE, to.getLocalPort());
    }

    private static URI http(Aside aside) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, BYTES);
            exchange.getResponseBody().write(new byte[BYTES]);
            exchange.close();
        });
        server.start();
        aside.closing(() -> server.stop(0));
        return URI.create(
                "http://" + HERE.getHostAddress() + ":" + server.getAddress().getPort() + "/");
    }
}
