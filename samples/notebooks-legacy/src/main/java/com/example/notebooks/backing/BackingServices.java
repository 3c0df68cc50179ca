package com.example.notebooks.backing;

import com.example.notebooks.backing.SlowHttpServer.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobApiMetadata;
import org.h2.tools.RunScript;
import org.h2.tools.Server;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * Everything around the application except Redis, in one process, for development and tests: an S3 server, web pages
 * and helper services, a retrieval service, and a database that several processes can share. Nothing is kept.
 *
 * <p>Arguments are {@code --<name>=<value>}: {@code s3.port}, {@code web.port}, {@code retrieval.port},
 * {@code database.port}, {@code control.port} (0 = any free port), and every setting of {@link Behaviour}.
 */
public final class BackingServices implements AutoCloseable {

    private static final String ACCESS_KEY = "notebooks";
    private static final String SECRET_KEY = "notebooks-secret";
    private static final String BUCKET = "notebooks";
    private static final String DATABASE_OPTIONS = ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";

    private final ObjectMapper json = new ObjectMapper();
    private final Behaviour behaviour = new Behaviour();
    private final BlobStoreContext blobs;
    private final S3Proxy s3;
    private final WebSites web;
    private final RetrievalServer retrieval;
    private final Server database;
    private final SlowHttpServer control;
    private final String jdbcUrl;

    private BackingServices(Map<String, String> options) throws Exception {
        blobs = ContextBuilder.newBuilder(new TransientNio2BlobApiMetadata())
                .credentials(ACCESS_KEY, SECRET_KEY)
                .buildView(BlobStoreContext.class);
        s3 = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:" + port(options, "s3.port", 9000)))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        s3.start();
        blobs.getBlobStore().createContainerInLocation(null, BUCKET);

        web = new WebSites(port(options, "web.port", 8090), behaviour);
        retrieval = new RetrievalServer(port(options, "retrieval.port", 9380), behaviour);
        String databasePort = Integer.toString(port(options, "database.port", 9092));
        database = Server.createTcpServer("-tcpPort", databasePort, "-ifNotExists", "-tcpDaemon").start();
        jdbcUrl = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:notebooks" + DATABASE_OPTIONS;
        createSchema();
        control = new SlowHttpServer(port(options, "control.port", 8099), behaviour)
                .route("/settings", "control", this::settings)
                .start();
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!option.getKey().endsWith(".port")) {
                set(option.getKey(), Double.parseDouble(option.getValue()));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("logback.configurationFile", "backing-logback.xml"); // stdout is for the addresses
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args) {
            String[] option = arg.split("=", 2);
            if (!arg.startsWith("--") || option.length != 2) {
                throw new IllegalArgumentException("Arguments look like --web.port=0, not " + arg);
            }
            options.put(option[0].substring(2), option[1]);
        }
        BackingServices services = start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(services::close, "backing-stop"));
        System.out.println(services.json.writeValueAsString(services.properties()));
        System.out.flush();
        new CountDownLatch(1).await();
    }

    /** Starts all services; when this returns they answer. */
    public static BackingServices start(Map<String, String> options) throws Exception {
        return new BackingServices(options);
    }

    /** Where the services are, as properties of the application, and the control endpoint. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("notebooks.s3.endpoint", "http://127.0.0.1:" + s3.getPort());
        properties.put("notebooks.s3.access-key", ACCESS_KEY);
        properties.put("notebooks.s3.secret-key", SECRET_KEY);
        properties.put("notebooks.s3.bucket", BUCKET);
        properties.put("notebooks.web.base-url", web.url());
        properties.put("notebooks.retrieval.base-url", retrieval.url());
        properties.put("spring.datasource.url", jdbcUrl);
        properties.put("control", control.url() + "/settings");
        return properties;
    }

    /** Changes a latency or a failure rate while everything runs. */
    public void set(String setting, double value) {
        behaviour.set(setting, value);
    }

    @Override
    public void close() {
        control.close();
        retrieval.close();
        web.close();
        database.stop();
        try {
            s3.stop();
        } catch (Exception e) {
            System.err.println("The S3 server did not stop: " + e);
        }
        blobs.close();
    }

    /** GET tells the settings and what was counted; POST changes settings first. */
    private Reply settings(HttpExchange exchange, byte[] body) throws IOException {
        if (body.length > 0) {
            try {
                for (Map.Entry<String, JsonNode> setting : json.readTree(body).properties()) {
                    set(setting.getKey(), setting.getValue().asDouble());
                }
            } catch (IllegalArgumentException e) {
                return Reply.text(400, e.getMessage());
            }
        }
        return Reply.json(json.writeValueAsBytes(behaviour.report()));
    }

    private void createSchema() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, "sa", "");
                InputStreamReader script = new InputStreamReader(
                        BackingServices.class.getResourceAsStream("/schema.sql"), StandardCharsets.UTF_8)) {
            RunScript.execute(connection, script);
        }
    }

    private static int port(Map<String, String> options, String name, int standard) {
        String configured = options.getOrDefault(name, System.getProperty(name));
        return configured == null ? standard : Integer.parseInt(configured);
    }
}
