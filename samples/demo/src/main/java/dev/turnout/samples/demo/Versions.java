// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions that the build wrote down, so that they stand in the root pom only. */
final class Versions {
    static final String TURNOUT = of("turnout");
    static final String REWRITE_MAVEN_PLUGIN = of("rewrite-maven-plugin");
    static final String MAVEN_DEPENDENCY_PLUGIN = of("maven-dependency-plugin");

    private Versions() {}

    private static String of(String name) {
        try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
            Properties versions = new Properties();
            versions.load(file);
            return versions.getProperty(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read versions.properties", e);
        }
    }
}
