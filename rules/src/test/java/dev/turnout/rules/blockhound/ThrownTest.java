// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The error that whoever waits on an event loop is to see is the one that they do see. */
class ThrownTest {
    @Test
    void theErrorSpeaksOfWaitingAndALookUpIsNone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+AllowRedefinitionToAddDeleteMethods",
                        "-Djdk.attach.allowAttachSelf=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ThrownMain.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains("condition: BlockingOperationError", "service: none", "timed poll: BlockingOperationError");
    }
}
