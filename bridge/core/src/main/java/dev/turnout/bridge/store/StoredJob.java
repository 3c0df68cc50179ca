// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

/**
 * A job as it lies in the store.
 *
 * @param version in digits; empty where its key is missing
 * @param body its document; empty where it is missing
 */
public record StoredJob(String id, String version, String body) {}
