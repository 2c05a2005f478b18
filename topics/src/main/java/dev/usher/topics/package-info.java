/**
 * Topics, topic filters and topic templates of Solace PubSub+, as types: parsed once at the edge, compared in one canonical
 * form that knows the SMF, MQTT and 0x03 spellings, and translated exactly or not at all. Depends on the JDK alone.
 */
package dev.usher.topics;
