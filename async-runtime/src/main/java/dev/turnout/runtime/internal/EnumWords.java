// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.util.Arrays;
import java.util.List;

/**
 * An enum constant that is stored as its {@code toString()}, as JobRunr's Jackson mapper does, where that is no constant's name
 * and belongs to one constant only.
 */
final class EnumWords extends DeserializationProblemHandler {
    @Override
    public Object handleWeirdStringValue(
            DeserializationContext context, Class<?> target, String value, String failure) {
        List<?> constants = target.isEnum()
                ? Arrays.stream(target.getEnumConstants())
                        .filter(constant -> constant.toString().equals(value))
                        .toList()
                : List.of();
        return constants.size() == 1 ? constants.get(0) : NOT_HANDLED;
    }
}
