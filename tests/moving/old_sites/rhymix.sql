-- MariaDB dump 10.19  Distrib 10.6.12-MariaDB
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE `rx_modules` (
  `module_srl` bigint(20) NOT NULL, `module` varchar(80) NOT NULL, `module_category_srl` bigint(20) DEFAULT 0,
  `layout_srl` bigint(20) DEFAULT 0, `mid` varchar(60) NOT NULL, `domain_srl` bigint(20) NOT NULL DEFAULT 0,
  `skin` varchar(250) DEFAULT NULL, `browser_title` varchar(250) NOT NULL, `description` text, `is_default` char(1) NOT NULL DEFAULT 'N',
  `regdate` char(14) DEFAULT NULL, PRIMARY KEY (`module_srl`), UNIQUE KEY `unique_mid` (`domain_srl`,`mid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `rx_modules` (`module_srl`,`module`,`mid`,`browser_title`) VALUES (50,'page','index','대문'),(100,'board','free','자유 게시판'),(101,'board','staff','운영진'),(102,'board','ask','1:1 문의'),(103,'board','lang','$user_lang->userLang20150101');
CREATE TABLE `rx_module_grants` (`module_srl` bigint(20) NOT NULL, `name` varchar(80) NOT NULL, `group_srl` bigint(20) NOT NULL) ENGINE=InnoDB;
INSERT INTO `rx_module_grants` VALUES (100,'write_document',-1),(101,'access',2),(101,'view',2),(103,'view',0),(103,'view',2);
CREATE TABLE `rx_module_extra_vars` (`module_srl` bigint(20) NOT NULL, `name` varchar(100) NOT NULL, `value` mediumtext) ENGINE=InnoDB;
INSERT INTO `rx_module_extra_vars` VALUES (102,'consultation','Y'),(100,'use_anonymous','Y'),(100,'anonymous_name','익명_$DOCNUM'),(100,'consultation','N');
CREATE TABLE `rx_document_categories` (`category_srl` bigint(20) NOT NULL, `module_srl` bigint(20) NOT NULL, `parent_srl` bigint(20) NOT NULL DEFAULT 0, `title` varchar(250) DEFAULT NULL, `list_order` bigint(20) NOT NULL, PRIMARY KEY (`category_srl`)) ENGINE=InnoDB;
INSERT INTO `rx_document_categories` VALUES (201,100,0,'잡담',1),(202,100,201,'질문 &amp; 답',2);
CREATE TABLE `rx_documents` (
  `document_srl` bigint(20) NOT NULL, `module_srl` bigint(20) NOT NULL DEFAULT 0, `category_srl` bigint(20) NOT NULL DEFAULT 0,
  `lang_code` varchar(10) NOT NULL DEFAULT '', `is_notice` char(1) NOT NULL DEFAULT 'N', `title` varchar(250) DEFAULT NULL,
  `title_bold` char(1) NOT NULL DEFAULT 'N', `content` longtext NOT NULL, `readed_count` bigint(20) NOT NULL DEFAULT 0,
  `voted_count` bigint(20) NOT NULL DEFAULT 0, `blamed_count` bigint(20) NOT NULL DEFAULT 0, `comment_count` bigint(20) NOT NULL DEFAULT 0,
  `password` varchar(60) DEFAULT NULL, `user_id` varchar(80) DEFAULT NULL, `user_name` varchar(80) NOT NULL DEFAULT '', `nick_name` varchar(80) NOT NULL DEFAULT '',
  `member_srl` bigint(20) NOT NULL DEFAULT 0, `email_address` varchar(250) NOT NULL DEFAULT '', `homepage` varchar(250) NOT NULL DEFAULT '',
  `tags` text, `extra_vars` text, `regdate` char(14) DEFAULT NULL, `last_update` char(14) DEFAULT NULL, `ipaddress` varchar(128) NOT NULL DEFAULT '',
  `list_order` bigint(20) NOT NULL DEFAULT 0, `status` varchar(20) DEFAULT 'PUBLIC', `comment_status` varchar(20) DEFAULT 'ALLOW',
  PRIMARY KEY (`document_srl`), KEY `idx_module_srl` (`module_srl`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `rx_documents` (`document_srl`,`module_srl`,`category_srl`,`is_notice`,`title`,`content`,`readed_count`,`voted_count`,`nick_name`,`member_srl`,`email_address`,`tags`,`regdate`,`ipaddress`,`status`) VALUES
(300,100,201,'N','첫 글 &lt;3 &quot;따옴표&quot;','<!--BeforeDocument(300,4)--><div class="document_300_4 xe_content"><p>안녕하세요 😀</p><p><img src="./files/attach/images/100/300/a1b2.png" alt="그림"></p><p><img src="https://elsewhere.example.net/x.jpg"></p></div>',77,5,'길동',4,'hong@example.com','점심, 국밥,이 태그는 아주 길어서 스무 글자를 넘습니다 정말로','20200102030405','203.0.113.7','PUBLIC'),
(310,100,0,'Y','공지','<h2>규칙</h2><ul><li>하나<li>둘</ul><div editor_component="poll_maker" poll_srl="500"></div>',3,0,'운영자',4,'','','20200103000000','203.0.113.1','PUBLIC'),
(320,100,0,'N','비밀','비밀 본문 XYZZY',1,0,'길동',4,'','','20200104000000','203.0.113.7','SECRET'),
(330,100,0,'N','임시','쓰다 만 글 FROTZ',1,0,'길동',4,'','','20200104000000','203.0.113.7','TEMP'),
(340,101,0,'N','운영진 회의','운영진만 봅니다',1,0,'길동',4,'','','20200105000000','203.0.113.7','PUBLIC'),
(350,102,0,'N','환불 문의','상담 본문 PLUGH',1,0,'영희',5,'','','20200106000000','203.0.113.7','PUBLIC'),
(360,100,202,'N','익명 글','<p>누구게</p>',9,1,'익명_7781',-5,'','','20200107000000','203.0.113.7','PUBLIC'),
(370,0,0,'N','휴지통','버린 글 QUUX',1,0,'길동',4,'','','20200108000000','203.0.113.7','TRASH'),
(380,103,0,'N','','',0,0,'길동',4,'','','','203.0.113.7','PUBLIC');
CREATE TABLE `rx_comments` (
  `comment_srl` bigint(20) NOT NULL, `module_srl` bigint(20) NOT NULL DEFAULT 0, `document_srl` bigint(20) NOT NULL DEFAULT 0, `parent_srl` bigint(20) NOT NULL DEFAULT 0,
  `is_secret` char(1) NOT NULL DEFAULT 'N', `content` longtext NOT NULL, `voted_count` bigint(20) NOT NULL DEFAULT 0, `password` varchar(60) DEFAULT NULL,
  `nick_name` varchar(80) NOT NULL DEFAULT '', `member_srl` bigint(20) NOT NULL DEFAULT 0, `email_address` varchar(250) NOT NULL DEFAULT '', `regdate` char(14) DEFAULT NULL,
  `ipaddress` varchar(128) NOT NULL DEFAULT '', `list_order` bigint(20) NOT NULL DEFAULT 0, `status` bigint(20) DEFAULT 1, PRIMARY KEY (`comment_srl`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `rx_comments` (`comment_srl`,`module_srl`,`document_srl`,`parent_srl`,`is_secret`,`content`,`voted_count`,`nick_name`,`member_srl`,`regdate`,`ipaddress`,`status`) VALUES
(401,100,300,0,'N','<p>첫 댓글</p>',3,'영희',5,'20200102040000','203.0.113.8',1),
(402,100,300,0,'N','<p>둘째 댓글</p>',0,'손님',0,'20200102050000','203.0.113.9',1),
(403,100,300,401,'N','<p>첫 댓글의 답</p>',0,'길동',4,'20200102060000','203.0.113.7',1),
(404,100,300,401,'Y','<p>비밀 답 XYZZY</p>',0,'영희',5,'20200102070000','203.0.113.8',1),
(405,100,300,404,'N','<p>비밀에 단 답</p>',0,'길동',4,'20200102080000','203.0.113.7',1),
(406,100,300,402,'N','',0,'영희',5,'20200102090000','203.0.113.8',7),
(407,100,300,406,'N','<p>삭제된 댓글의 답</p>',0,'길동',4,'20200102100000','203.0.113.7',1),
(408,100,320,0,'N','<p>비밀글의 댓글 PLUGH</p>',0,'영희',5,'20200104010000','203.0.113.8',1),
(409,100,360,0,'N','<p>나도 익명</p>',0,'익명_1234',-4,'20200107010000','203.0.113.7',1),
(410,100,360,0,'N','<p>글쓴이다</p>',0,'익명_7781',-5,'20200107020000','203.0.113.7',1),
(411,100,360,0,'N','<p>번호 없는 익명</p>',0,'익명',-4,'20200107030000','203.0.113.7',1),
(412,100,300,0,'N','<p>승인 안 된 댓글 QUUX</p>',0,'손님',0,'20200107030000','203.0.113.7',0);
CREATE TABLE `rx_comments_list` (`comment_srl` bigint(20) NOT NULL, `document_srl` bigint(20) NOT NULL DEFAULT 0, `head` bigint(20) NOT NULL DEFAULT 0, `arrange` bigint(20) NOT NULL DEFAULT 0, `module_srl` bigint(20) NOT NULL DEFAULT 0, `regdate` char(14) DEFAULT NULL, `depth` bigint(20) NOT NULL DEFAULT 0, PRIMARY KEY (`comment_srl`)) ENGINE=InnoDB;
INSERT INTO `rx_comments_list` VALUES (401,300,401,401,100,'',0),(403,300,401,403,100,'',1),(404,300,401,404,100,'',1),(405,300,401,405,100,'',2),(402,300,402,402,100,'',0),(406,300,402,406,100,'',1),(407,300,402,407,100,'',2),(412,300,412,412,100,'',0),(408,320,408,408,100,'',0),(409,360,409,409,100,'',0),(410,360,410,410,100,'',0),(411,360,411,411,100,'',0);
CREATE TABLE `rx_files` (`file_srl` bigint(20) NOT NULL, `upload_target_srl` bigint(20) NOT NULL DEFAULT 0, `upload_target_type` char(3) DEFAULT NULL, `sid` varchar(60) DEFAULT NULL, `module_srl` bigint(20) NOT NULL DEFAULT 0, `member_srl` bigint(20) NOT NULL DEFAULT 0, `direct_download` char(1) NOT NULL DEFAULT 'N', `source_filename` varchar(250) DEFAULT NULL, `uploaded_filename` varchar(250) DEFAULT NULL, `isvalid` char(1) DEFAULT 'N', `ipaddress` varchar(128) NOT NULL, PRIMARY KEY (`file_srl`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `rx_files` VALUES (601,300,'doc','s1',100,4,'Y','그림.png','./files/attach/images/100/300/a1b2.png','Y','203.0.113.7'),(602,300,'doc','s2',100,4,'Y','옆.jpg','./files/attach/images/100/300/c3d4.jpg','Y','203.0.113.7'),(603,300,'doc','s3',100,4,'N','문서.pdf','./files/attach/binaries/100/300/e5f6','Y','203.0.113.7'),(604,300,'doc','s4',100,4,'N','지운.pdf','./files/attach/binaries/100/300/g7h8','N','203.0.113.7');
CREATE TABLE `rx_document_aliases` (`alias_srl` bigint(20) NOT NULL, `module_srl` bigint(20) NOT NULL DEFAULT 0, `document_srl` bigint(20) NOT NULL DEFAULT 0, `alias_title` varchar(250) NOT NULL, PRIMARY KEY (`alias_srl`)) ENGINE=InnoDB;
INSERT INTO `rx_document_aliases` VALUES (701,100,300,'첫-글');
CREATE TABLE `rx_poll` (`poll_srl` bigint(20) NOT NULL, `stop_date` char(8) DEFAULT NULL, `upload_target_srl` bigint(20) NOT NULL, `poll_count` bigint(20) NOT NULL, `member_srl` bigint(20) NOT NULL, `ipaddress` varchar(128) NOT NULL, PRIMARY KEY (`poll_srl`)) ENGINE=InnoDB;
INSERT INTO `rx_poll` VALUES (500,'20200201',310,3,4,'203.0.113.7');
CREATE TABLE `rx_poll_title` (`poll_srl` bigint(20) NOT NULL, `poll_index_srl` bigint(20) NOT NULL, `upload_target_srl` bigint(20) NOT NULL, `title` varchar(250) NOT NULL, `checkcount` bigint(20) NOT NULL DEFAULT 1, `poll_count` bigint(20) NOT NULL DEFAULT 0) ENGINE=InnoDB;
INSERT INTO `rx_poll_title` VALUES (500,501,310,'점심은?',1,3);
CREATE TABLE `rx_poll_item` (`poll_item_srl` bigint(20) NOT NULL, `poll_srl` bigint(20) NOT NULL, `poll_index_srl` bigint(20) NOT NULL, `upload_target_srl` bigint(20) NOT NULL, `title` varchar(250) NOT NULL, `poll_count` bigint(20) NOT NULL, `add_user_srl` bigint(20) NOT NULL DEFAULT 0, PRIMARY KEY (`poll_item_srl`)) ENGINE=InnoDB;
INSERT INTO `rx_poll_item` VALUES (511,500,501,310,'국밥',2,0),(512,500,501,310,'김밥',1,0);
CREATE TABLE `rx_member` (`member_srl` bigint(20) NOT NULL, `user_id` varchar(80) NOT NULL, `email_address` varchar(250) NOT NULL, `password` varchar(250) NOT NULL, `user_name` varchar(80) NOT NULL, `nick_name` varchar(80) NOT NULL, `denied` char(1) DEFAULT 'N', `status` varchar(20) DEFAULT 'APPROVED', `regdate` char(14) DEFAULT NULL, `ipaddress` varchar(128), PRIMARY KEY (`member_srl`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `rx_member` VALUES (4,'hong','hong@example.com','$2y$10$abcdefghijklmnopqrstuukK94FiQfQNPyKEdIuRmqv/U5dlwYQWy','홍','길동','N','APPROVED','20190101000000','203.0.113.7'),(5,'young','young@example.com','81dc9bdb52d04dc20036dbd8313ed055','영','영희','N','APPROVED','20190102000000',''),(6,'bad','bad@example.com','81dc9bdb52d04dc20036dbd8313ed055','악','악당','Y','APPROVED','20190103000000','');
-- Dump completed on 2026-11-30  1:02:03
