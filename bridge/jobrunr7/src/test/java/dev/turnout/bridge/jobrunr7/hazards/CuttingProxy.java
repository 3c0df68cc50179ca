// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and Redis, knows its commands, and cuts the connection right before one of them reaches it. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI redis;
    private final AtomicReference<Cut> next = new AtomicReference<>();

    CuttingProxy(String redis) throws IOException {
        this.redis = URI.create(redis);
        begin(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + door.getLocalPort();
    }

    /** Cuts once, before the next {@code command}, after {@code meanwhile} has been run. */
    void cutBefore(String command, Runnable meanwhile) {
        next.set(new Cut(command, meanwhile));
    }

    boolean hasCut() {
        return next.get() == null;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server = new Socket(redis.getHost(), redis.getPort());
            begin(() -> commands(client, server));
            begin(() -> {
                try (client;
                        server) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
        }
    }

    private void commands(Socket client, Socket server) throws IOException {
        try (client;
                server) {
            DataInputStream from = new DataInputStream(new java.io.BufferedInputStream(client.getInputStream()));
            OutputStream to = server.getOutputStream();
            for (byte[] command = read(from); command.length > 0; command = read(from)) {
                Cut cut = next.get();
                if (cut != null && name(command).equals(cut.command) && next.compareAndSet(cut, null)) {
                    cut.meanwhile.run();
                    return;
                }
                to.write(command);
                to.flush();
            }
        }
    }

    /** One command as it came: {@code *n} and n times {@code $length} and bytes; empty at the end of the stream. */
    private static byte[] read(InputStream from) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = line(from, bytes);
        if (head.isEmpty()) {
            return new byte[0];
        }
        for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
            int length = Integer.parseInt(line(from, bytes).substring(1));
            bytes.write(from.readNBytes(length + 2));
        }
        return bytes.toByteArray();
    }

    private static String line(InputStream from, ByteArrayOutputStream bytes) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = from.read(); c >= 0; c = from.read()) {
            bytes.write(c);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return "";
    }

    private static String name(byte[] command) {
        return new String(command, StandardCharsets.US_ASCII).split("\r\n", 4)[2];
    }

    private static void begin(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException over) {
                        // a side has gone; its other half goes with it
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private record Cut(String command, Runnable meanwhile) {}

    private interface Work {
        void run() throws IOException;
    }
}
