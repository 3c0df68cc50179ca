// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.bridge.queue.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JobRunr's metadata, as fields and values. Calls wait for Redis and throw as those of {@link JobStore}. */
public final class MetadataStore {
    private final StoreCalls calls;

    MetadataStore(StoreCalls calls) {
        this.calls = calls;
    }

    /** Stores a piece under {@code id}. */
    public void put(String id, Map<String, String> fields) {
        List<String> args = new ArrayList<>(List.of(id));
        fields.forEach((name, value) -> args.addAll(List.of(name, value)));
        calls.ask(StoreScript.TELL, args);
    }

    /** The pieces whose id is, or begins with, {@code id}. */
    public List<Map<String, String>> read(String id, boolean exactly) {
        Reply reply = calls.ask(StoreScript.TOLD, exactly ? "1" : "0", id);
        List<Map<String, String>> found = new ArrayList<>();
        for (int i = 1; i < reply.size(); i++) {
            found.add(reply.list(i).map());
        }
        return found;
    }

    /** Removes the pieces whose id is, or begins with, {@code id}; says how many there were. */
    public int remove(String id, boolean exactly) {
        return (int) calls.ask(StoreScript.UNTELL, exactly ? "1" : "0", id).number(1);
    }
}
