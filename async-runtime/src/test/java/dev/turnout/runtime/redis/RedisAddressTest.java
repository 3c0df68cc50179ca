// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:s3cret^word@host:1",
                "redis://:s3cret word@host:1",
                "redis://:s3cret%zz@host:1",
                "redis://ann:s3cret/word@host:1",
                "redis://:s3cret#word@host:1",
                "redis://:s3c@ret?word@host:1",
                "reddis://:s3cret@host:1"
            })
    void anAddressThatCannotBeReadIsRefusedWithoutItsPassword(String uri) {
        assertThatThrownBy(() -> RedisAddress.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("TURNOUT-0651")
                .hasMessageContaining("***@host:1")
                .hasMessageNotContainingAny("s3c", "ret^", "ann:");
    }

    @Test
    void anEncodedPasswordIsReadAndHidden() {
        String uri = "rediss://ann:s3cret%5Eword@host:6380/2";

        assertThat(RedisAddress.of(uri).uri().getHost()).isEqualTo("host");
        assertThat(RedisAddress.of(uri)).hasToString("rediss://***@host:6380/2");
        assertThat(RedisAddress.of("redis://host:1")).hasToString("redis://host:1");
    }
}
