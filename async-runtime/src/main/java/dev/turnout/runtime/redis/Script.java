// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One Lua script.
 *
 * @param name its file name
 * @param header the comment block that it opens with: what it does, KEYS, ARGV, the numbered answers
 * @param source what Redis gets, parts that were included spelled out
 * @param sha the name by which Redis knows it
 */
public record Script(String name, List<String> header, String source, String sha) {
    public Script {
        header = List.copyOf(header);
    }

    static Script of(String name, List<String> header, String source) {
        return new Script(name, header, source, sha1(source));
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("TURNOUT-0502 this JDK has no SHA-1, which Redis names scripts by", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
