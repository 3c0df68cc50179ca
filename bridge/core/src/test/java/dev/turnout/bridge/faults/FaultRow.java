// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import dev.turnout.bridge.queue.Rig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One Redis for a class of rows, and a {@link Field} of its own for each row. */
@EnabledOnOs(OS.LINUX) // signals, and one monotonic clock for all processes
abstract class FaultRow {
    static Rig rig;

    @TempDir
    Path folder;

    Field field;

    @BeforeAll
    static void startRedis() {
        rig = new Rig();
    }

    @AfterAll
    static void stopRedis() {
        rig.close();
    }

    @BeforeEach
    void open() {
        field = new Field(rig, folder);
    }

    @AfterEach
    void close() {
        field.close();
    }
}
