// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/**
 * A task that was found.
 *
 * @param address what names it on the wire, as {@code com.acme.Foo#bar(java.lang.String)}
 * @param lane {@code composed}, {@code facade} (its twin does the work), or what {@code tasks.properties} says
 * @param foundBy how it was recognised, such as {@code enqueued at (Shop.java:12)}
 * @param violations how many findings fail a check because of it
 */
public record Task(String address, String lane, String foundBy, int violations) {}
