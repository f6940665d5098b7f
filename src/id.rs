//! Numbers of different things as different types, so that one is not taken for another.

/// Defines a number below 2^32 that says which thing of one kind is meant.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) u32);

        impl $name {
            /// The one at this place of a list.
            #[inline]
            #[expect(clippy::cast_possible_truncation, reason = "no list is as long as 2^32")]
            pub(crate) fn from_index(index: usize) -> $name {
                debug_assert!(u32::try_from(index).is_ok(), "{index} is no {}", stringify!($name));
                $name(index as u32)
            }

            /// Its place in a list of all.
            #[inline]
            pub(crate) fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<u32> for $name {
            #[inline]
            fn from(number: u32) -> $name {
                $name(number)
            }
        }

        impl From<$name> for u32 {
            #[inline]
            fn from(id: $name) -> u32 {
                id.0
            }
        }
    };
}

id! {
    /// A paragraph, by its position among those that are compared.
    Paragraph
}

id! {
    /// A canonical text, by its position among those that differ. Also the number of its shingle set.
    Original
}

id! {
    /// A shingle set among those that are compared.
    SetId
}

id! {
    /// A text in an index, by its number among all that it holds.
    Entry
}
