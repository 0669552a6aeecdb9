//! Senders who wrote on a channel and wait to be let in: `channels.pairing.list`. No event tells of them.

use super::read::foreign_records;

foreign_records! {
    /// The answer of `channels.pairing.list`.
    pub struct ChannelPairingList {
        /// Senders that wait.
        requests: Vec<ChannelPairingRequest> = "requests",
        /// False while nobody owns the assistant's commands.
        command_owner_configured: Option<bool> = "commandOwnerConfigured",
    }

    /// A sender that waits.
    pub struct ChannelPairingRequest {
        /// Names it in `channels.pairing.approve` and `channels.pairing.dismiss`.
        request_id: String = "requestId",
        /// The channel, such as `telegram`.
        channel: String = "channel",
        /// The channel's name.
        channel_label: Option<String> = "channelLabel",
        /// The account that was written to.
        account_id: String = "accountId",
        /// The sender's id on that channel.
        sender_id: String = "senderId",
        /// What the sender says of themselves.
        metadata: ChannelSender = "metadata",
        /// RFC 3339.
        created_at: Option<String> = "createdAt",
        /// RFC 3339.
        expires_at: Option<String> = "expiresAt",
    }

    /// What a sender says of themselves.
    pub struct ChannelSender {
        /// The user name.
        username: Option<String> = "username",
        /// The first name.
        first_name: Option<String> = "firstName",
        /// The last name.
        last_name: Option<String> = "lastName",
    }
}
