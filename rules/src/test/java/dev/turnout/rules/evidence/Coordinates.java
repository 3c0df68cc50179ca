// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

/** A released jar. {@code classifier} is empty for the main one. */
record Coordinates(String group, String artifact, String version, String classifier)
        implements Comparable<Coordinates> {
    /** {@code group:artifact:version}. */
    static Coordinates of(String text) {
        String[] parts = text.split(":");
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + text + "' is no group:artifact:version");
        }
        return new Coordinates(parts[0], parts[1], parts[2], "");
    }

    /** @param module {@code group:artifact} */
    static Coordinates of(String module, String version) {
        return of(module + ":" + version);
    }

    Coordinates sources() {
        return new Coordinates(group, artifact, version, "sources");
    }

    boolean isMain() {
        return classifier.isEmpty();
    }

    String fileName() {
        return artifact + "-" + version + (isMain() ? "" : "-" + classifier) + ".jar";
    }

    /** A name for a folder, and for a module in a reactor. */
    String id() {
        return (group + "_" + artifact + "_" + version + (isMain() ? "" : "_" + classifier))
                .replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    @Override
    public int compareTo(Coordinates other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version + (isMain() ? "" : ":" + classifier);
    }
}
