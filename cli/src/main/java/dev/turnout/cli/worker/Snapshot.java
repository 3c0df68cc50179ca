// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The watched part of a class path, copied: a generation runs on its own files, so a build that writes into the folder takes
 * no class away from jobs that still run.
 */
final class Snapshot {
    private Snapshot() {}

    /**
     * @throws Refused if nothing that is watched is on the class path: a change would start the same classes again, or a
     *     folder is missing from the command
     */
    static void refuseIfNothingIsReloaded(Plan plan) throws IOException, Refused {
        for (Path root : plan.watched()) {
            if (!overlapsOne(plan, root)) {
                throw new Refused(
                        "TURNOUT-0428 " + root + " is watched, but nothing of it is on the worker's class path:"
                                + " no class of it would be reloaded. Nothing was started. Watch the folder or jar of the"
                                + " classes.");
            }
        }
    }

    /** The same plan on copies of what is watched; what does not exist stays as it is. */
    static Plan of(Plan plan, RunFolder folder) throws IOException {
        List<Path> copies = new ArrayList<>(copied(plan.app(), plan, folder, 0));
        int number = 0;
        for (Path entry : plan.classPath()) {
            number++;
            copies.addAll(copied(entry, plan, folder, number));
        }
        return plan.on(copies.get(0), copies.subList(1, copies.size()));
    }

    /** The copy, and behind it what the manifest of a jar names: it means places beside the original. */
    private static List<Path> copied(Path entry, Plan plan, RunFolder folder, int number) throws IOException {
        if (!isWatched(entry, plan) || !Files.exists(entry)) {
            return List.of(entry);
        }
        List<Path> copies = new ArrayList<>(List.of(folder.copy(entry, number + "-" + entry.getFileName())));
        if (Files.isRegularFile(entry)) {
            copies.addAll(Contents.addedBy(entry.toAbsolutePath()));
        }
        return copies;
    }

    private static boolean overlapsOne(Plan plan, Path root) throws IOException {
        if (overlap(plan.app(), root)) {
            return true;
        }
        for (Path entry : plan.classPath()) {
            if (overlap(entry, root)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWatched(Path entry, Plan plan) throws IOException {
        for (Path root : plan.watched()) {
            if (overlap(entry, root)) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlap(Path one, Path other) throws IOException {
        Path a = FilesUnder.real(one);
        Path b = FilesUnder.real(other);
        return a.startsWith(b) || b.startsWith(a);
    }
}
