// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.redis.Script;
import dev.turnout.runtime.redis.Scripts;
import java.util.Locale;

/** The scripts on JobRunr's layout, one file each; the header of the file is its contract. */
public enum LegacyScript {
    PEEK,
    CLAIM,
    ENLIST,
    RESERVE,
    SETTLE,
    RENEW,
    FINISH,
    NOTE,
    INSERT,
    CANCEL,
    LOOK,
    LAPSED,
    STRAYS,
    TAKEBACK,
    TIDY,
    GIVEBACK,
    DUE,
    PROMOTE,
    RECURRING,
    DEFINITIONS,
    INSTANCES,
    RECUR,
    RHYTHMS,
    FILL,
    OLD,
    CLEAN,
    PARK,
    PARKED,
    BACKLOG,
    PULSE,
    ANNOUNCE,
    BEAT,
    LEAVE,
    KNOW,
    BURY,
    ROUTES,
    SWITCH,
    PAUSED,
    GROUP,
    RIPEN,
    LOG,
    LIMIT,
    HOLD,
    SETTINGS,
    STATUS,
    OBEYED,
    STORED;

    private final Script script = Scripts.load(LegacyScript.class, name().toLowerCase(Locale.ROOT) + ".lua");

    /** What Redis gets. */
    public Script script() {
        return script;
    }
}
