// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.netty.util.Version;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this module's run on Redis stands on: said in the log, and the very one that was asked for. Without this a wrong
 * class path or a server that was not found would let a cell of the matrix pass on another one's ground.
 */
@Tag("redis")
public abstract class StackContract {
    private static final Logger LOG = LoggerFactory.getLogger(StackContract.class);
    private static final Pattern PRODUCT = Pattern.compile("(Redis|Valkey) (\\d+)\\.(\\d+)\\.\\d+$");
    private static final int OLDEST = 602;

    @Test
    void theClientIsTheOneThatWasAskedFor() {
        String manifest = Objects.requireNonNullElse(
                RedisClient.class.getPackage().getImplementationVersion(), "Lettuce of unknown version");
        Set<String> netty = versions(Version.identify().values());
        String lettuce = manifest.split("/")[0]; // the commit stands behind it
        LOG.info("Client: Lettuce {}, Netty {}", lettuce, netty);

        assertThat(lettuce).isEqualTo(System.getProperty("turnout.expected.lettuce"));
        assertThat(netty).singleElement().asString().startsWith(System.getProperty("turnout.expected.netty") + ".");
    }

    @Test
    void theServerIsTheOneThatWasAskedForAndNoneThatIsTooOld() {
        try (RedisProcess server = RedisProcess.start()) {
            LOG.info("Server: {}", server.source());

            assertThat(server.source()).contains(System.getProperty("turnout.expected.server", ""));
            Matcher product = PRODUCT.matcher(server.source());
            assertThat(product.find()).as(server.source()).isTrue();
            assertThat(100 * Integer.parseInt(product.group(2)) + Integer.parseInt(product.group(3)))
                    .isGreaterThanOrEqualTo(OLDEST);
        }
    }

    private static Set<String> versions(Collection<Version> artifacts) {
        return artifacts.stream().map(Version::artifactVersion).collect(Collectors.toCollection(TreeSet::new));
    }
}
