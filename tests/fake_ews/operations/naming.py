"""For each operation that takes ids the shortest request that names one: {} stands for the element with the id.

[item] is an item that is there, [draft] a message that can be sent.
"""

_SHAPE = "<m:{}Shape><t:BaseShape>IdOnly</t:BaseShape></m:{}Shape>"
_ITEM_SHAPE, _FOLDER_SHAPE = (_SHAPE.format(what, what) for what in ("Item", "Folder"))
_CALENDAR, _ROOT = (f'<t:DistinguishedFolderId Id="{name}"/>' for name in ("calendar", "msgfolderroot"))
_DRAFTS = '<t:DistinguishedFolderId Id="drafts"/>'
_SUBJECT = (
    '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Item><t:Subject>x</t:Subject></t:Item></t:SetItemField>'
)
_NAME = (
    '<t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/><t:Folder><t:DisplayName>x</t:DisplayName></t:Folder>'
    "</t:SetFolderField>"
)
_FOLDERS = "<m:{}><t:Folder><t:DisplayName>New</t:DisplayName></t:Folder></m:{}>"
OF_DATES = {
    "GetItem": f"<m:GetItem>{_ITEM_SHAPE}<m:ItemIds>{{}}</m:ItemIds></m:GetItem>",
    "DeleteItem": (
        '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>{}</m:ItemIds>'
        "</m:DeleteItem>"
    ),
    "MoveItem": f"<m:MoveItem><m:ToFolderId>{_DRAFTS}</m:ToFolderId><m:ItemIds>{{}}</m:ItemIds></m:MoveItem>",
    "CopyItem": f"<m:CopyItem><m:ToFolderId>{_DRAFTS}</m:ToFolderId><m:ItemIds>{{}}</m:ItemIds></m:CopyItem>",
    "UpdateItem": (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f"<m:ItemChanges><t:ItemChange>{{}}<t:Updates>{_SUBJECT}</t:Updates></t:ItemChange></m:ItemChanges>"
        "</m:UpdateItem>"
    ),
    "SendItem": '<m:SendItem SaveItemToFolder="false"><m:ItemIds>{}</m:ItemIds></m:SendItem>',
    "MarkAsJunk": '<m:MarkAsJunk IsJunk="true" MoveItem="false"><m:ItemIds>{}</m:ItemIds></m:MarkAsJunk>',
    "ArchiveItem": (
        '<m:ArchiveItem><m:ArchiveSourceFolderId><t:DistinguishedFolderId Id="inbox"/></m:ArchiveSourceFolderId>'
        "<m:ItemIds>{}</m:ItemIds></m:ArchiveItem>"
    ),
}
"""Requests of the operations that take items by their id, as a date of a series, or as the series of a date."""
OF_ITEMS = {
    **OF_DATES,
    "ExportItems": "<m:ExportItems><m:ItemIds>{}</m:ItemIds></m:ExportItems>",
    "PerformReminderAction": (
        "<m:PerformReminderAction><m:ReminderItemActions><t:ReminderItemAction><t:ActionType>Dismiss</t:ActionType>{}"
        "</t:ReminderItemAction></m:ReminderItemActions></m:PerformReminderAction>"
    ),
    "ExpandDL": "<m:ExpandDL><m:Mailbox>{}</m:Mailbox></m:ExpandDL>",
    "CreateItem": (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:ReplyToItem>{}</t:ReplyToItem></m:Items>'
        "</m:CreateItem>"
    ),
    "CreateAttachment": (
        "<m:CreateAttachment>{}<m:Attachments><t:FileAttachment><t:Name>a</t:Name><t:Content>YQ==</t:Content>"
        "</t:FileAttachment></m:Attachments></m:CreateAttachment>"
    ),
}
"""And of those that take an ItemId alone, be it under another name."""
SHAPED = {
    "GetItem": "<m:GetItem>{}<m:ItemIds>[item]</m:ItemIds></m:GetItem>",
    "FindItem": f'<m:FindItem Traversal="Shallow">{{}}<m:ParentFolderIds>{_CALENDAR}</m:ParentFolderIds></m:FindItem>',
    "SyncFolderItems": (
        f"<m:SyncFolderItems>{{}}<m:SyncFolderId>{_CALENDAR}</m:SyncFolderId>"
        "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    ),
    "GetFolder": f"<m:GetFolder>{{}}<m:FolderIds>{_CALENDAR}</m:FolderIds></m:GetFolder>",
    "FindFolder": (
        f'<m:FindFolder Traversal="Shallow">{{}}<m:ParentFolderIds>{_ROOT}</m:ParentFolderIds></m:FindFolder>'
    ),
    "SyncFolderHierarchy": "<m:SyncFolderHierarchy>{}</m:SyncFolderHierarchy>",
}
"""Requests with a shape: {} stands for it."""
RESTRICTED = {
    "FindItem": (
        f'<m:FindItem Traversal="Shallow">{_ITEM_SHAPE}[page]{{}}<m:ParentFolderIds>{_CALENDAR}</m:ParentFolderIds>'
        "</m:FindItem>"
    ),
    "FindFolder": (
        f'<m:FindFolder Traversal="Shallow">{_FOLDER_SHAPE}[page]{{}}<m:ParentFolderIds>{_ROOT}</m:ParentFolderIds>'
        "</m:FindFolder>"
    ),
    "FindPeople": "<m:FindPeople>[page]{}</m:FindPeople>",
}
"""Requests with a restriction: {} stands for it, [page] for a view."""
_PARAMETERS = f"<t:SearchParameters>{{}}<t:BaseFolderIds>{_CALENDAR}</t:BaseFolderIds></t:SearchParameters>"
_SEARCH = f"<t:SearchFolder><t:DisplayName>x</t:DisplayName>{_PARAMETERS}</t:SearchFolder>"
SEARCHING = {
    "CreateFolder": (
        f"<m:CreateFolder><m:ParentFolderId>{_ROOT}</m:ParentFolderId><m:Folders>{_SEARCH}</m:Folders></m:CreateFolder>"
    ),
    "CreateFolderPath": (
        f"<m:CreateFolderPath><m:ParentFolderId>{_ROOT}</m:ParentFolderId><m:RelativeFolderPath>{_SEARCH}"
        "</m:RelativeFolderPath></m:CreateFolderPath>"
    ),
    "UpdateFolder": (
        '<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:DistinguishedFolderId Id="todosearch"/><t:Updates>'
        '<t:SetFolderField><t:FieldURI FieldURI="folder:SearchParameters"/>'
        f"<t:SearchFolder>{_PARAMETERS}</t:SearchFolder></t:SetFolderField></t:Updates></t:FolderChange>"
        "</m:FolderChanges></m:UpdateFolder>"
    ),
}
"""Requests that say what a search folder looks for: {} stands for the restriction."""
OF_FOLDERS = {
    "GetFolder": f"<m:GetFolder>{_FOLDER_SHAPE}<m:FolderIds>{{}}</m:FolderIds></m:GetFolder>",
    "FindItem": (
        f'<m:FindItem Traversal="Shallow">{_ITEM_SHAPE}<m:ParentFolderIds>{{}}</m:ParentFolderIds></m:FindItem>'
    ),
    "FindFolder": (
        f'<m:FindFolder Traversal="Shallow">{_FOLDER_SHAPE}<m:ParentFolderIds>{{}}</m:ParentFolderIds></m:FindFolder>'
    ),
    "ResolveNames": (
        '<m:ResolveNames ReturnFullContactData="false" SearchScope="Contacts"><m:ParentFolderIds>{}</m:ParentFolderIds>'
        "<m:UnresolvedEntry>x</m:UnresolvedEntry></m:ResolveNames>"
    ),
    "Subscribe": (
        "<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{}</t:FolderIds><t:EventTypes>"
        "<t:EventType>CreatedEvent</t:EventType></t:EventTypes><t:Timeout>9</t:Timeout></m:PullSubscriptionRequest>"
        "</m:Subscribe>"
    ),
    "MarkAllItemsAsRead": (
        "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        "<m:FolderIds>{}</m:FolderIds></m:MarkAllItemsAsRead>"
    ),
    "DeleteFolder": '<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>{}</m:FolderIds></m:DeleteFolder>',
    "EmptyFolder": (
        '<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false"><m:FolderIds>{}</m:FolderIds></m:EmptyFolder>'
    ),
    "UpdateFolder": (
        f"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{{}}<t:Updates>{_NAME}</t:Updates></t:FolderChange>"
        "</m:FolderChanges></m:UpdateFolder>"
    ),
}
"""Requests of the operations that take folders."""
OF_TARGETS = {
    "FindPeople": (
        '<m:FindPeople><m:IndexedPageItemView BasePoint="Beginning" Offset="0" MaxEntriesReturned="9"/>'
        "<m:ParentFolderId>{}</m:ParentFolderId></m:FindPeople>"
    ),
    "SyncFolderItems": (
        f"<m:SyncFolderItems>{_ITEM_SHAPE}<m:SyncFolderId>{{}}</m:SyncFolderId>"
        "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    ),
    "SyncFolderHierarchy": (
        f"<m:SyncFolderHierarchy>{_FOLDER_SHAPE}<m:SyncFolderId>{{}}</m:SyncFolderId></m:SyncFolderHierarchy>"
    ),
    "CreateFolder": (
        f"<m:CreateFolder><m:ParentFolderId>{{}}</m:ParentFolderId>{_FOLDERS.format('Folders', 'Folders')}"
        "</m:CreateFolder>"
    ),
    "CreateFolderPath": (
        f"<m:CreateFolderPath><m:ParentFolderId>{{}}</m:ParentFolderId>"
        f"{_FOLDERS.format('RelativeFolderPath', 'RelativeFolderPath')}</m:CreateFolderPath>"
    ),
    "MoveFolder": f"<m:MoveFolder><m:ToFolderId>{{}}</m:ToFolderId><m:FolderIds>{_DRAFTS}</m:FolderIds></m:MoveFolder>",
    "CopyFolder": f"<m:CopyFolder><m:ToFolderId>{{}}</m:ToFolderId><m:FolderIds>{_DRAFTS}</m:FolderIds></m:CopyFolder>",
    "MoveItem": "<m:MoveItem><m:ToFolderId>{}</m:ToFolderId><m:ItemIds>[item]</m:ItemIds></m:MoveItem>",
    "CopyItem": "<m:CopyItem><m:ToFolderId>{}</m:ToFolderId><m:ItemIds>[item]</m:ItemIds></m:CopyItem>",
    "ArchiveItem": (
        "<m:ArchiveItem><m:ArchiveSourceFolderId>{}</m:ArchiveSourceFolderId><m:ItemIds>[item]</m:ItemIds>"
        "</m:ArchiveItem>"
    ),
    "CreateItem": (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>{}</m:SavedItemFolderId><m:Items><t:Message/>'
        "</m:Items></m:CreateItem>"
    ),
    "SendItem": (
        '<m:SendItem SaveItemToFolder="true"><m:ItemIds>[draft]</m:ItemIds><m:SavedItemFolderId>{}'
        "</m:SavedItemFolderId></m:SendItem>"
    ),
    "UpdateItem": (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SendAndSaveCopy">'
        f"<m:SavedItemFolderId>{{}}</m:SavedItemFolderId><m:ItemChanges><t:ItemChange>[draft]<t:Updates>{_SUBJECT}"
        "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    ),
    "GetUserConfiguration": (
        '<m:GetUserConfiguration><m:UserConfigurationName Name="x">{}</m:UserConfigurationName>'
        "<m:UserConfigurationProperties>All</m:UserConfigurationProperties></m:GetUserConfiguration>"
    ),
    "DeleteUserConfiguration": (
        '<m:DeleteUserConfiguration><m:UserConfigurationName Name="x">{}</m:UserConfigurationName>'
        "</m:DeleteUserConfiguration>"
    ),
    **{
        f"{verb}UserConfiguration": (
            f'<m:{verb}UserConfiguration><m:UserConfiguration><t:UserConfigurationName Name="x">{{}}'
            f"</t:UserConfigurationName></m:UserConfiguration></m:{verb}UserConfiguration>"
        )
        for verb in ("Create", "Update")
    },
}
"""Requests of the operations that take one folder, which may be named as an address list, too."""
