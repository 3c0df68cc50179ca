package com.example.notebooks.backing;

import com.example.notebooks.backing.SlowHttpServer.Reply;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Pages to read, and the helper services: text recognition, sharing, page previews, the mirror. */
final class WebSites implements AutoCloseable {

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final String SECRET = "confidential";

    private final SlowHttpServer server;
    private final Map<String, Integer> mirrored = new ConcurrentHashMap<>();

    WebSites(int port, Behaviour behaviour) throws IOException {
        server = new SlowHttpServer(port, behaviour)
                .route("/pages/", "page", this::page)
                .route("/ocr", "ocr", this::recognise)
                .route("/share/", "share", this::share)
                .route("/preview/", "preview", this::preview)
                .route("/mirror/", "mirror", this::mirror)
                .start();
    }

    String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply page(HttpExchange exchange, byte[] body) {
        String name = lastSegment(exchange);
        if (name.startsWith("missing")) {
            return Reply.text(404, "No such page");
        }
        return Reply.html("<!doctype html><title>" + name + "</title><h1>" + name + "</h1>"
                + "<p>A page of moderate length about nothing in particular.</p>".repeat(12));
    }

    private Reply recognise(HttpExchange exchange, byte[] body) {
        return Reply.text(200, "Recognised " + body.length + " bytes. " + "The scan was straight and clean. ".repeat(8));
    }

    private Reply share(HttpExchange exchange, byte[] body) {
        if (new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT).contains(SECRET)) {
            return Reply.text(422, "Refused: " + SECRET);
        }
        return Reply.text(201, url() + "/shared/" + lastSegment(exchange));
    }

    private Reply preview(HttpExchange exchange, byte[] body) {
        return new Reply(200, "image/png", PNG_SIGNATURE);
    }

    private Reply mirror(HttpExchange exchange, byte[] body) {
        String name = lastSegment(exchange);
        if ("PUT".equals(exchange.getRequestMethod())) {
            mirrored.put(name, body.length);
            return Reply.text(201, "");
        }
        Integer length = mirrored.get(name);
        return length == null ? Reply.text(404, "") : Reply.text(200, length.toString());
    }

    private static String lastSegment(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
