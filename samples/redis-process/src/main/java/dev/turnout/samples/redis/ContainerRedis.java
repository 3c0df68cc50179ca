// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, where a Docker daemon answers. */
record ContainerRedis(GenericContainer<?> container, String source) implements RedisProcess {
    private static final DockerImageName IMAGE = DockerImageName.parse("redis:7.4-alpine");
    private static final int PORT = 6379;

    @SuppressWarnings("resource") // the record owns the container and closes it
    static RedisProcess start(RedisOptions options) {
        List<String> command = new ArrayList<>(List.of("redis-server"));
        command.addAll(options.arguments());
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(PORT)
                .withCommand(command.toArray(String[]::new))
                .withCreateContainerCmdModifier(ContainerRedis::onLoopbackOnly);
        try {
            container.start();
            String version = Ping.untilReady(address(container), container::isRunning);
            return new ContainerRedis(container, "container " + IMAGE + ", " + version);
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    private static void onLoopbackOnly(CreateContainerCmd create) {
        PortBinding anyFreePort = new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT));
        HostConfig host = create.getHostConfig();
        create.withHostConfig((host == null ? HostConfig.newHostConfig() : host).withPortBindings(anyFreePort));
    }

    private static String address(GenericContainer<?> container) {
        return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
    }

    @Override
    public String uri() {
        return address(container);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public void crashAndRestart() {
        throw new UnsupportedOperationException("A container gets a new port when it is started again; put a"
                + " redis-server on the path and stop Docker for this test");
    }

    @Override
    public void close() {
        container.close();
    }
}
