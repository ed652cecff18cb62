namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>What a function of the C API answers (<c>ov_status_e</c>).</summary>
public enum OpenVinoStatus
{
    /// <summary>Success.</summary>
    Ok = 0,

    /// <summary>Nearly every failure; the message says which.</summary>
    GeneralError = -1,

    /// <summary>Not implemented.</summary>
    NotImplemented = -2,

    /// <summary>The network is not loaded.</summary>
    NetworkNotLoaded = -3,

    /// <summary>Parameters do not match.</summary>
    ParameterMismatch = -4,

    /// <summary>Not found.</summary>
    NotFound = -5,

    /// <summary>Out of bounds.</summary>
    OutOfBounds = -6,

    /// <summary>Unexpected error.</summary>
    Unexpected = -7,

    /// <summary>The request is running.</summary>
    RequestBusy = -8,

    /// <summary>The time of a wait ran out.</summary>
    ResultNotReady = -9,

    /// <summary>Memory is not allocated.</summary>
    NotAllocated = -10,

    /// <summary>No inference was started.</summary>
    InferNotStarted = -11,

    /// <summary>The network was not read.</summary>
    NetworkNotRead = -12,

    /// <summary>The inference was cancelled.</summary>
    InferCancelled = -13,

    /// <summary>An argument was null or out of range.</summary>
    InvalidParameter = -14,

    /// <summary>Unknown error of the C layer.</summary>
    UnknownCError = -15,

    /// <summary>The C layer does not implement the function.</summary>
    NotImplementedCMethod = -16,

    /// <summary>An exception of unknown kind.</summary>
    UnknownException = -17,
}
