// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.Dialect;
import java.time.Duration;
import java.util.Locale;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jobrunr.utils.mapper.jsonb.JsonbJsonMapper;

/** A mapper, how we write for it, and where its application keeps its jobs. */
enum Application {
    JACKSON(new JacksonJsonMapper(), Dialect.JACKSON),
    GSON(new GsonJsonMapper(), Dialect.GSON),
    JSONB(new JsonbJsonMapper(), Dialect.JSONB);

    final JsonMapper mapper;
    final Dialect dialect;

    Application(JsonMapper mapper, Dialect dialect) {
        this.mapper = mapper;
        this.dialect = dialect;
    }

    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    StockPool pool(Rig rig) {
        return StockPool.on(rig.client(), prefix(), mapper);
    }

    LegacyQueue queue(Rig rig) {
        return rig.open(
                Rig.options().keyPrefix(prefix()).lease(Duration.ofSeconds(10)).dialect(dialect));
    }
}
