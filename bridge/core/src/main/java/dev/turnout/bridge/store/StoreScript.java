// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.runtime.redis.Script;
import dev.turnout.runtime.redis.Scripts;
import java.util.Locale;

/** The scripts of a storage provider on JobRunr's layout, one file each; the header of the file is its contract. */
enum StoreScript {
    RIGHTS,
    SAVE,
    LIST,
    READ,
    REMOVE,
    QUARANTINE,
    SETUP,
    STATS,
    COUNT,
    SIGNED,
    DEFINE,
    DEFINITIONS,
    DEFINED,
    UNDEFINE,
    INSTANCES,
    TELL,
    TOLD,
    UNTELL,
    ENTER,
    LIVE,
    QUIT,
    SERVERS,
    OLDEST;

    private final Script script = Scripts.load(StoreScript.class, name().toLowerCase(Locale.ROOT) + ".lua");

    /** What Redis gets. */
    Script script() {
        return script;
    }
}
