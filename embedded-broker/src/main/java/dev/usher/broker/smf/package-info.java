/** SMF over TCP: frames, logins, subscriptions, direct and guaranteed publishing, as JCSMP speaks it. */
package dev.usher.broker.smf;
