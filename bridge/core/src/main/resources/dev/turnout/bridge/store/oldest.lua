-- oldest.lua : who is JobRunr's master. Read only.
-- KEYS prefix | ARGV none
-- Answers now, the id of the oldest server that is no async worker (empty: none)
-- 0 never
-- include /dev/turnout/bridge/queue/lib/keys.lua
return {now, redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf', 'LIMIT', 0, 1)[1] or ''}
