// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code turnout} command. Exit codes: 0 done, 1 done and the answer is no, 2 could not be done. */
@Command(
        name = "turnout",
        description = "Carries background jobs from blocking workers to async ones, and back.",
        mixinStandardHelpOptions = true,
        versionProvider = Turnout.Version.class,
        subcommands = {
            Check.class,
            Worker.class,
            CutoverVerbs.class,
            Limit.class,
            Pause.class,
            Resume.class,
            Cancel.class,
            Parked.class
        },
        footer = "%n./turnout demo runs the whole story on this machine; see README.md and MIGRATION.md.")
public final class Turnout {
    static final int DONE = 0;
    static final int NO = 1;
    static final int FAILED = 2;

    private Turnout() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Turnout()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText(message(failure)));
            return FAILED;
        });
    }

    private static String message(Throwable failure) {
        String text = failure.getMessage();
        return "turnout: " + (text == null ? failure.toString() : text);
    }

    /** The version that the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream file = Turnout.class.getResourceAsStream("version.properties")) {
                Properties version = new Properties();
                version.load(file);
                return new String[] {"turnout " + version.getProperty("version")};
            }
        }
    }
}
